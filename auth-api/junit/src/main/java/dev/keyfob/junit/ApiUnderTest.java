package dev.keyfob.junit;

import dev.keyfob.auth.api.stability.Evolving;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where the API is that {@link LoggedIn} clients call: a field of the test class, or a method
 * without parameters, that is a {@link java.net.URI} or a text of one. It is read when a parameter
 * is given its value, so that the API can have been started on any port by then. Without it,
 * clients may call Keycloak itself.
 */
@Evolving
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiUnderTest {}
