/**
 * Real programs of others that ask keyfob for credentials, each against a service that refuses
 * whoever has none. What a Debian does not have is tagged {@code not-in-ci}; {@code
 * integration-tests/bin/programs} runs it.
 */
@NullMarked
package dev.keyfob.it.programs;

import org.jspecify.annotations.NullMarked;
