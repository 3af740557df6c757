package dev.keyfob.auth.api;

/**
 * What a resolution made of one source.
 *
 * @param name the source: {@code env:VARIABLE} or {@code store:type}
 * @param verdict {@code used}, {@code absent}, {@code present, shadowed by …} or {@code broken: …}
 */
public record SourceVerdict(String name, String verdict) {}
