package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;

/**
 * One way to obtain a credential, as offered to a person.
 *
 * @param id the name used by {@link dev.keyfob.auth.api.LoginRequest#method()}, for example {@code
 *     browser}
 * @param label what a person reads in the picker
 * @param option the option of {@code keyfob login} that chooses it, for example {@code --oauth}
 * @param needsPerson whether it cannot work with standard input alone
 */
@Stable
public record LoginMethod(String id, String label, String option, boolean needsPerson) {}
