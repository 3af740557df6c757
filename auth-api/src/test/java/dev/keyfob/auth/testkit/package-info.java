/**
 * Fakes and contract tests for whoever writes a provider or a store. They use nothing but the
 * exported API.
 */
package dev.keyfob.auth.testkit;
