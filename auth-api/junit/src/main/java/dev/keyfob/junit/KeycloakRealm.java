package dev.keyfob.junit;

import dev.keyfob.auth.api.stability.Evolving;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a realm of a real Keycloak, which is started for the first class that needs it
 * and stopped at the end of the test run.
 *
 * <pre>{@code
 * @KeycloakRealm(users = @TestUser(name = "ada"))
 * class OrdersTests {
 *   @Test
 *   void orders_ofAda_areListed(@LoggedIn("ada") AuthenticatedClient api) { … }
 * }
 * }</pre>
 *
 * <p>Classes that describe the same realm share it, with whatever their tests do to it.
 * Constructors and methods take a {@link dev.keyfob.junit.keycloak.Realm} or a {@link
 * dev.keyfob.junit.keycloak.KeycloakServer} as a parameter, and what {@link LoggedIn} tells of.
 * Which Keycloak is started, and how, is up to the environment: {@link
 * dev.keyfob.junit.keycloak.KeycloakServer#start}.
 */
@Evolving
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KeycloakExtension.class)
public @interface KeycloakRealm {
  /**
   * The realm's name. To be left out beside {@link #file}, which has one.
   *
   * @return the name; by default one that is made of everything else that is said of the realm
   */
  String name() default "";

  /**
   * A realm as Keycloak exports it: a JSON file that is found as {@link Class#getResource} of the
   * test class finds it, for example {@code /shop-realm.json}. Everything else said here is added.
   *
   * @return the resource; by default a new realm
   */
  String file() default "";

  /**
   * The public client that users log in with, which is added unless the file has it.
   *
   * @return the client's id
   */
  String client() default "keyfob-test";

  /**
   * What is in {@code aud} of the access tokens of a client that is added.
   *
   * @return the audiences, beside Keycloak's own
   */
  String[] audiences() default {};

  /**
   * How long access tokens last in a new realm.
   *
   * @return seconds
   */
  int accessTokenSeconds() default 300;

  /**
   * The users that are added.
   *
   * @return the users
   */
  TestUser[] users() default {};
}
