package dev.keyfob.store.keychain;

import dev.keyfob.auth.testkit.ArchitectureContract;

class ArchitectureTests extends ArchitectureContract {}
