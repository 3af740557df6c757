package dev.keyfob.auth.apikey;

import dev.keyfob.auth.testkit.ArchitectureContract;

class ArchitectureTests extends ArchitectureContract {}
