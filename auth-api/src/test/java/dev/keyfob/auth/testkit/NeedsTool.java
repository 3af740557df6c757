package dev.keyfob.auth.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of keyfob itself that need programs which may not be installed, by their names in {@code
 * integration-tests/tools}. Without one of them the tests are skipped, and the build lists them at
 * its end; where the environment variable {@code CI} is set they fail.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsToolCondition.class)
public @interface NeedsTool {
  /** The tools, all of which are needed. */
  String[] value();
}
