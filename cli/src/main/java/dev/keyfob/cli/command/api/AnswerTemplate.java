package dev.keyfob.cli.command.api;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Mustache template. The usual words of Go's templates are understood as well, because that is
 * what people have in their fingers: {@code {{.a.b}}}, {@code range}, {@code if}, {@code else},
 * {@code end}, and a string in quotes. For one thread.
 */
final class AnswerTemplate implements AnswerFilter {
  private static final Pattern TAG =
      Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?\\}\\}", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("(range|if|with)\\s+(\\.[\\w.]*)");
  private static final Pattern FIELD = Pattern.compile("\\.[A-Za-z_][\\w.]*");
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Template template;

  private AnswerTemplate(Template template) {
    this.template = template;
  }

  /**
   * Understands a template.
   *
   * @throws AuthException.Misconfigured if it is none
   */
  static AnswerTemplate of(String text) {
    try {
      return new AnswerTemplate(
          Mustache.compiler()
              .escapeHTML(false)
              .defaultValue("")
              .emptyStringIsFalse(true)
              .compile(mustache(text)));
    } catch (MustacheException e) {
      throw AuthException.usage(
          "The template is invalid: " + String.valueOf(e.getMessage()).strip() + ".", null);
    }
  }

  @Override
  public List<String> apply(String json) {
    try (JsonReader reader = JsonText.PROVIDER.createReader(new StringReader(json))) {
      @Nullable Object value = plain(reader.readValue());
      return List.of(template.execute(value == null ? Map.of() : value));
    } catch (MustacheException e) {
      throw AuthException.usage(
          "The template does not match the response: "
              + String.valueOf(e.getMessage()).strip()
              + ".",
          null);
    } catch (JsonException e) {
      throw AnswerFilter.notJson("--template");
    }
  }

  private static String mustache(String text) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(text);
    StringBuilder result = new StringBuilder();
    while (tag.find()) {
      tag.appendReplacement(
          result, Matcher.quoteReplacement(translated(tag.group(), tag.group(1), open)));
    }
    return tag.appendTail(result).toString();
  }

  private static String translated(String whole, String tag, Deque<String> open) {
    Matcher block = BLOCK.matcher(tag);
    if (block.matches()) {
      open.push(name(block.group(2)));
      return "{{#" + open.element() + "}}";
    }
    if (tag.equals("else") && !open.isEmpty()) {
      return "{{/" + open.element() + "}}{{^" + open.element() + "}}";
    }
    if (tag.equals("end") && !open.isEmpty()) {
      return "{{/" + open.pop() + "}}";
    }
    Matcher quoted = TEXT.matcher(tag);
    if (quoted.matches()) {
      return quoted.group(1).replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"");
    }
    return FIELD.matcher(tag).matches() ? "{{" + name(tag) + "}}" : whole;
  }

  private static String name(String path) {
    return path.equals(".") ? "this" : path.substring(1);
  }

  private static @Nullable Object plain(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        ((JsonObject) value).forEach((name, member) -> members.put(name, plain(member)));
        yield members;
      }
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        ((JsonArray) value).forEach(item -> items.add(plain(item)));
        yield items;
      }
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> ((JsonNumber) value).bigDecimalValue();
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> null;
    };
  }
}
