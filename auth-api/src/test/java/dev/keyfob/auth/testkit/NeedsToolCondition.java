package dev.keyfob.auth.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Carries {@link NeedsTool} out. */
final class NeedsToolCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<AnnotatedElement> element = context.getElement();
    NeedsTool needed = element.map(e -> e.getAnnotation(NeedsTool.class)).orElse(null);
    if (needed == null) {
      return ConditionEvaluationResult.enabled("needs no tool");
    }
    List<Tool> missing =
        Arrays.stream(needed.value()).map(Tool::named).filter(tool -> !tool.isThere()).toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all tools are there");
    }
    String why = String.join("; ", missing.stream().map(Tool::absence).toList());
    TestsNotRun.note(nameOf(context), why);
    return ConditionEvaluationResult.disabled(why);
  }

  private static String nameOf(ExtensionContext context) {
    String type = context.getRequiredTestClass().getName();
    return context.getTestMethod().map(method -> type + "." + method.getName()).orElse(type);
  }
}
