package dev.keyfob.junit;

import dev.keyfob.auth.api.stability.Evolving;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that is given a user's login, made for it without a browser and closed after the
 * test. The class has a {@link KeycloakRealm}. By the parameter's type it is
 *
 * <ul>
 *   <li>an {@link dev.keyfob.auth.api.http.AuthenticatedClient}, which sends requests to the {@link
 *       ApiUnderTest} with the user's access token;
 *   <li>a {@link dev.keyfob.auth.api.Keyfob}, for a program under test that is given one;
 *   <li>a {@link dev.keyfob.auth.api.Secret}, the access token;
 *   <li>a {@link dev.keyfob.junit.keycloak.TestLogin}, which has all of them.
 * </ul>
 *
 * <p>Two parameters of a test are two logins, even of the same user. The login of a constructor's
 * parameter is closed after the last test of the class.
 */
@Evolving
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface LoggedIn {
  /**
   * The user: a {@link TestUser}, or one of the realm's file whose password it has in plain text.
   *
   * @return the user's name
   */
  String value();

  /**
   * The profile that has the login, for a program under test that asks for it by name.
   *
   * @return the profile's name
   */
  String profile() default "test";

  /**
   * The scopes to ask for, beside {@code openid}.
   *
   * @return the scopes
   */
  String[] scopes() default {};
}
