package dev.keyfob.cli.command.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyfob.auth.api.AuthException;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A filter in jq's language. It sees the answer and nothing else, neither the environment nor
 * files. Loads some hundred classes, so nothing but {@code --jq} touches it. For one thread.
 */
final class JqFilter implements AnswerFilter {
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final Scope scope;
  private final JsonQuery query;

  private JqFilter(Scope scope, JsonQuery query) {
    this.scope = scope;
    this.query = query;
  }

  /**
   * Understands a filter.
   *
   * @throws AuthException.Misconfigured if it is none
   */
  static JqFilter of(String expression) {
    try {
      JsonQuery query = JsonQuery.compile(expression, Versions.JQ_1_7);
      Scope scope = Scope.newEmptyScope();
      BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
      return new JqFilter(scope, query);
    } catch (JsonQueryException e) {
      throw AuthException.usage("The --jq filter is invalid" + why(e) + ".", null);
    }
  }

  @Override
  public List<String> apply(String json) {
    try {
      JsonNode answer = mapper.readTree(json);
      List<String> results = new ArrayList<>();
      query.apply(
          Scope.newChildScope(scope),
          answer,
          result -> results.add(result.isTextual() ? result.textValue() : result.toString()));
      return results;
    } catch (JsonQueryException e) {
      throw AuthException.usage("The --jq filter failed" + why(e) + ".", null);
    } catch (JsonProcessingException e) {
      throw AnswerFilter.notJson("--jq");
    }
  }

  /** The first line: the rest of a parser's message lists all that it would have liked better. */
  private static String why(JsonQueryException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.isBlank() ? "" : ": " + message.strip().replaceAll("\\.$", "");
  }
}
