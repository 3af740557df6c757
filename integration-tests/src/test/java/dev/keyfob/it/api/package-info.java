/** A small HTTP API that lets nobody in without a credential. */
@NullMarked
package dev.keyfob.it.api;

import org.jspecify.annotations.NullMarked;
