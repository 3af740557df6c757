package dev.keyfob.auth.oauth;

import dev.keyfob.auth.testkit.ArchitectureContract;

class ArchitectureTests extends ArchitectureContract {}
