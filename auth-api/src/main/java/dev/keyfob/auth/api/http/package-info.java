/** HTTP with a credential on it. */
package dev.keyfob.auth.api.http;
