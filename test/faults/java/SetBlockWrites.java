import com.sun.tools.attach.VirtualMachine;
import javax.management.Attribute;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Sets cdc_block_writes of a running node, which has no other way to do that: java SetBlockWrites.java PID true|false */
public class SetBlockWrites {
  public static void main(String[] arguments) throws Exception {
    var node = VirtualMachine.attach(arguments[0]);
    try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(node.startLocalManagementAgent()))) {
      connector
          .getMBeanServerConnection()
          .setAttribute(
              new ObjectName("org.apache.cassandra.db:type=Commitlog"),
              new Attribute("CDCBlockWrites", Boolean.valueOf(arguments[1])));
    } finally {
      node.detach();
    }
  }
}
