/** Where the built {@code keyfob} keeps credentials: files, sealed files, the keychain. */
@NullMarked
package dev.keyfob.it.store;

import org.jspecify.annotations.NullMarked;
