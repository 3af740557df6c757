/** Helpers for writing providers and stores: files closed to others, JSON, static keys. */
package dev.keyfob.auth.api.spi.support;
