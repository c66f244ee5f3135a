import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Asks classes for the properties that they know and prints them as JSON: class → property → type, default, values, bounds.
 * Arguments: {@code name=kind:class}; kinds are {@code config} (a plugin's config()), {@code definition} (a static
 * configDef()), {@code fields} (Debezium's constants, of which some ConfigDefs do not tell, or not the values),
 * {@code names} (constants that are names). Several of one name are joined.
 */
public class Properties {
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (String argument : arguments) {
      String[] part = argument.split("[=:]", 3);
      Class<?> type = Class.forName(part[2]);
      Map<String, Object> properties = switch (part[1]) {
        case "config" -> ofDefinition(configOf(type));
        case "definition" -> ofDefinition((ConfigDef) type.getMethod("configDef").invoke(null));
        case "fields" -> ofFields(type);
        case "names" -> ofNames(type);
        default -> throw new IllegalArgumentException(argument);
      };
      parts.merge(part[0], properties, Properties::joined);
    }
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(System.out, parts);
  }

  @SuppressWarnings("unchecked")
  private static Object joined(Object first, Object second) {
    Map<String, Object> all = new TreeMap<>((Map<String, Object>) first);
    all.putAll((Map<String, Object>) second);
    return all;
  }

  private static ConfigDef configOf(Class<?> type) throws Exception {
    return (ConfigDef) type.getMethod("config").invoke(type.getDeclaredConstructor().newInstance());
  }

  private static Map<String, Object> ofDefinition(ConfigDef definition) throws Exception {
    Map<String, Object> properties = new TreeMap<>();
    for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
      Map<String, Object> property = property(key.type.name(), key.hasDefault() ? key.defaultValue : null);
      if (!key.hasDefault()) property.put("required", true);
      List<String> values = values(key);
      if (!values.isEmpty()) property.put("values", values);
      if (key.validator instanceof ConfigDef.CaseInsensitiveValidString) property.put("ignoresCase", true);
      if (key.validator instanceof ConfigDef.Range) {
        for (String bound : List.of("min", "max")) {
          Object value = read(key.validator, bound);
          if (value != null && isWithinJson((Number) value)) property.put(bound, value);
        }
      }
      properties.put(key.name, property);
    }
    return properties;
  }

  private static List<String> values(ConfigDef.ConfigKey key) throws Exception {
    List<String> values = new ArrayList<>();
    Object validator = key.validator;
    if (validator instanceof ConfigDef.ValidString || validator instanceof ConfigDef.CaseInsensitiveValidString) {
      for (Object value : (Iterable<?>) read(validator, "validStrings")) values.add(String.valueOf(value));
    } else if (key.recommender != null && key.type == ConfigDef.Type.STRING) {
      for (Object value : key.recommender.validValues(key.name, Map.of())) values.add(String.valueOf(value));
    }
    return values.contains("null") ? List.of() : values;
  }

  private static Map<String, Object> ofFields(Class<?> type) throws Exception {
    Map<String, Object> properties = new TreeMap<>();
    for (Class<?> each : typesOf(type)) {
      for (Field constant : each.getDeclaredFields()) {
        if (!Modifier.isStatic(constant.getModifiers()) || constant.getType() != io.debezium.config.Field.class) continue;
        constant.setAccessible(true);
        io.debezium.config.Field field = (io.debezium.config.Field) constant.get(null);
        Map<String, Object> property = property(field.type().name(), field.defaultValueAsString());
        if (field.isRequired()) property.put("required", true);
        TreeSet<String> values = new TreeSet<>();
        if (field.allowedValues() != null) field.allowedValues().forEach(value -> values.add(String.valueOf(value)));
        if (!values.isEmpty()) property.put("values", values);
        if (!values.isEmpty()) property.put("ignoresCase", true);
        Integer smallest = smallest(field);
        if (smallest != null) property.put("min", smallest);
        properties.putIfAbsent(field.name(), property);
        for (String alias : field.deprecatedAliases()) properties.putIfAbsent(alias, property);
      }
    }
    return properties;
  }

  /** A class with those that it inherits constants from, nearest first. */
  private static List<Class<?>> typesOf(Class<?> type) {
    List<Class<?>> types = new ArrayList<>();
    if (type == null) return types;
    types.add(type);
    types.addAll(typesOf(type.getSuperclass()));
    for (Class<?> each : type.getInterfaces()) types.addAll(typesOf(each));
    return types;
  }

  /** A field does not tell its bounds, but refuses values. */
  private static Integer smallest(io.debezium.config.Field field) {
    if (!List.of("INT", "LONG", "SHORT").contains(field.type().name())) return null;
    for (int value : new int[] {-1, 0, 1}) {
      var configuration = io.debezium.config.Configuration.from(Map.of(field.name(), String.valueOf(value)));
      boolean[] refused = {false};
      if (field.validate(configuration, (each, bad, message) -> refused[0] = true) && !refused[0]) return value < 0 ? null : value;
    }
    return null;
  }

  /** Names alone, of settings that have no ConfigDef. */
  private static Map<String, Object> ofNames(Class<?> type) throws Exception {
    Map<String, Object> properties = new TreeMap<>();
    for (Field constant : type.getFields()) {
      if (!Modifier.isStatic(constant.getModifiers()) || constant.getType() != String.class) continue;
      String name = (String) constant.get(null);
      if (name.startsWith("apicurio.")) properties.put(name, property("STRING", null));
    }
    return properties;
  }

  private static Map<String, Object> property(String type, Object defaultValue) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("type", type);
    if (defaultValue instanceof List<?> list) {
      property.put("default", String.join(",", list.stream().map(Properties::text).toList()));
    } else if (defaultValue != null && defaultValue != ConfigDef.NO_DEFAULT_VALUE) {
      property.put("default", text(defaultValue));
    }
    return property;
  }

  private static String text(Object value) {
    return value instanceof Class<?> type ? type.getName() : String.valueOf(value);
  }

  private static boolean isWithinJson(Number value) {
    return Math.abs(value.doubleValue()) < Integer.MAX_VALUE;
  }

  private static Object read(Object from, String name) throws Exception {
    Field field = from.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(from);
  }
}
