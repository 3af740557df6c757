package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;

/**
 * What a resolution made of one source.
 *
 * @param name the source: {@code env:VARIABLE} or {@code store:type}
 * @param verdict {@code used}, {@code absent}, {@code present, shadowed by …} or {@code broken: …}
 */
@Stable
public record SourceVerdict(String name, String verdict) {}
