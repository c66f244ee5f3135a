import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;

/** Prints what a Connect worker reads in its properties, with variables in place. */
class ReadWorkerProperties {
  public static void main(String[] args) throws Exception {
    DistributedConfig config = new DistributedConfig(Utils.propsToStringMap(Utils.loadProps(args[0])));
    System.out.println(config.getList("listeners") + " " + config.getList("bootstrap.servers") + " "
        + config.originalsStrings().get("config.providers.file.param.allowed.paths"));
  }
}
