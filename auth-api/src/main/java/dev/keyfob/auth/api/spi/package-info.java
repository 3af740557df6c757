/** What providers and stores implement, and what they receive. */
package dev.keyfob.auth.api.spi;
