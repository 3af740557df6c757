package dev.keyfob.it.api;

/**
 * Who sent a request.
 *
 * @param subject the stable identifier
 * @param name the name for people
 * @param email the e-mail address
 */
public record Caller(String subject, String name, String email) {}
