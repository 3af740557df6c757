package dev.keyfob.cli.output;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.system.SafeText;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Optional;

/**
 * JSON for the eyes: indented, and in colours. What it means stays the same to the last digit; a
 * number is copied, and a member that is there twice stays there twice. For one thread.
 */
public final class PrettyJson {
  private final Style style;
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean first = true;
  private boolean afterKey;

  private PrettyJson(Style style) {
    this.style = style;
  }

  /**
   * Indents.
   *
   * @param json what may be JSON
   * @param style the colours
   * @return lines that a terminal can be shown, the last one ended too; empty if it is not one JSON
   *     value
   */
  public static Optional<String> of(String json, Style style) {
    PrettyJson pretty = new PrettyJson(style);
    try (JsonParser parser = JsonText.PROVIDER.createParser(new StringReader(json))) {
      if (!parser.hasNext()) {
        return Optional.empty();
      }
      while (parser.hasNext()) {
        pretty.add(parser.next(), parser);
      }
      return Optional.of(pretty.text.append('\n').toString());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    } catch (RuntimeException e) { // Parsson's answer to too much depth
      return Optional.empty();
    }
  }

  private void add(JsonParser.Event event, JsonParser parser) {
    switch (event) {
      case START_OBJECT -> open('{');
      case START_ARRAY -> open('[');
      case END_OBJECT -> close('}');
      case END_ARRAY -> close(']');
      case KEY_NAME -> {
        next();
        text.append(style.key(quoted(parser.getString()))).append(": ");
        afterKey = true;
      }
      case VALUE_STRING -> scalar(style.string(quoted(parser.getString())));
      case VALUE_NUMBER -> scalar(parser.getString());
      case VALUE_TRUE -> scalar(style.truth("true"));
      case VALUE_FALSE -> scalar(style.truth("false"));
      case VALUE_NULL -> scalar(style.nothing("null"));
    }
  }

  private void scalar(String value) {
    next();
    text.append(value);
  }

  private void open(char bracket) {
    next();
    text.append(bracket);
    depth++;
    first = true;
  }

  private void close(char bracket) {
    depth--;
    if (!first) {
      line();
    }
    text.append(bracket);
    first = false;
  }

  /** What separates a value from the one before. */
  private void next() {
    if (afterKey) {
      afterKey = false;
      return;
    }
    if (!first) {
      text.append(',');
    }
    if (depth > 0) {
      line();
    }
    first = false;
  }

  private void line() {
    text.append('\n').repeat("  ", depth);
  }

  private static String quoted(String value) {
    return SafeText.json(JsonText.PROVIDER.createValue(value).toString());
  }
}
