@echo off
rem Starts keyfob on Windows. Like its sibling for sh: the runtime beside it, else a JDK 25 or later.
setlocal
set "KEYFOB_DIST=%~dp0.."

if defined JAVA_TOOL_OPTIONS set "KEYFOB_SAVED_JAVA_TOOL_OPTIONS=%JAVA_TOOL_OPTIONS%"
if defined JDK_JAVA_OPTIONS set "KEYFOB_SAVED_JDK_JAVA_OPTIONS=%JDK_JAVA_OPTIONS%"
if defined _JAVA_OPTIONS set "KEYFOB_SAVED__JAVA_OPTIONS=%_JAVA_OPTIONS%"
if defined CLASSPATH set "KEYFOB_SAVED_CLASSPATH=%CLASSPATH%"
set CLASSPATH=
set JAVA_TOOL_OPTIONS=
set JDK_JAVA_OPTIONS=
set _JAVA_OPTIONS=

if exist "%KEYFOB_DIST%\runtime\bin\java.exe" (
  "%KEYFOB_DIST%\runtime\bin\java.exe" "@%KEYFOB_DIST%\lib\java.options" "-Dkeyfob.home=%KEYFOB_DIST%" %KEYFOB_JAVA_OPTS% -m dev.keyfob.cli/dev.keyfob.cli.Main %*
  exit /b
)

set "KEYFOB_JAVA=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "KEYFOB_JAVA=%JAVA_HOME%\bin\java.exe"
"%KEYFOB_JAVA%" --version 2>nul | findstr /r /c:"^[a-z]* 2[5-9]" /c:"^[a-z]* [3-9][0-9]" >nul
if errorlevel 1 (
  echo keyfob: needs Java 25 or later and found none in JAVA_HOME or on PATH. Install a JDK 25 and set JAVA_HOME to it. 1>&2
  exit /b 1
)
"%KEYFOB_JAVA%" "@%KEYFOB_DIST%\lib\java.options" "-Dkeyfob.home=%KEYFOB_DIST%" %KEYFOB_JAVA_OPTS% -p "%KEYFOB_DIST%\lib" -m dev.keyfob.cli/dev.keyfob.cli.Main %*
exit /b
