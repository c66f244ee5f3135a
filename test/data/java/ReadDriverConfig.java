import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.File;

/** Prints what the source's driver reads in its configuration. */
class ReadDriverConfig {
  public static void main(String[] args) {
    var profile = DriverConfigLoader.fromFile(new File(args[0])).getInitialConfig().getDefaultProfile();
    System.out.println(profile.getStringList(DefaultDriverOption.CONTACT_POINTS) + " "
        + profile.getString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER));
  }
}
