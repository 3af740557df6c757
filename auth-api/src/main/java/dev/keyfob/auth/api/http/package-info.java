/** HTTP with a credential on it, and HTTP within limits. */
package dev.keyfob.auth.api.http;
