@echo off
rem For a double click: checks the installed xlops and keeps the window open.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" -Doctor %*
set code=%errorlevel%
pause
exit /b %code%
