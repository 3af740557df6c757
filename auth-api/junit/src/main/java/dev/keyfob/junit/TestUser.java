package dev.keyfob.junit;

import dev.keyfob.auth.api.stability.Evolving;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A user of a {@link KeycloakRealm}, who is asked for nothing else at the first login. */
@Evolving
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface TestUser {
  /**
   * The user's name. The e-mail address is this name at {@code example.org}.
   *
   * @return the name
   */
  String name();

  /**
   * The user's password, which is known to whoever reads the test.
   *
   * @return the password, by default the name
   */
  String password() default "";

  /**
   * The realm roles of the user, beside the default ones. They are in {@code realm_access.roles} of
   * the access token.
   *
   * @return the names, each of which becomes a role of the realm
   */
  String[] roles() default {};
}
