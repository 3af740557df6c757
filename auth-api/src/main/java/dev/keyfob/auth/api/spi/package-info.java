/** What providers and stores implement, and what they may build on. */
package dev.keyfob.auth.api.spi;
