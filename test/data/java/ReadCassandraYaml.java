import java.net.URI;
import org.apache.cassandra.config.Config;
import org.apache.cassandra.config.YamlConfigurationLoader;

/** Prints what Cassandra itself reads in a cassandra.yaml; unknown names and wrong values throw. */
class ReadCassandraYaml {
  public static void main(String[] args) throws Exception {
    Config config = new YamlConfigurationLoader().loadConfig(URI.create("file://" + args[0]).toURL());
    System.out.println(config.cdc_enabled + " " + config.cdc_raw_directory + " " + config.rpc_address + " " + config.broadcast_rpc_address);
  }
}
