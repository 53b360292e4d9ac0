<#
Installs xlops for this Windows user: Python packages, the Excel add-in, a check. No administrator is needed.
为当前 Windows 用户安装 xlops：Python 组件、Excel 加载项，并做检查。无需管理员权限。

    powershell -ExecutionPolicy Bypass -File install.ps1
    powershell -ExecutionPolicy Bypass -File install.ps1 -Uninstall

For Windows PowerShell 5.1 and newer. This file must stay UTF-8 with a byte order mark: PowerShell 5.1 reads it as ANSI
otherwise.
#>
[CmdletBinding()]
param(
    # Remove the add-in and the Python packages. 卸载。
    [switch]$Uninstall,
    # Folder of wheels to install from, without the internet. 离线安装包文件夹。
    [string]$Wheels = '',
    # For computers where Office may not start programs. 独立服务方式。
    [switch]$SeparateServer,
    # Where the Python packages go. 安装位置。
    [string]$Folder = '',
    # Only check what is installed. 只做检查。
    [switch]$Doctor
)

$ErrorActionPreference = 'Stop'
$Oldest = [version]'3.11'

function Say([string]$Zh, [string]$En) {
    Write-Host $Zh
    Write-Host "  $En"
}

function Stop-Installation([string]$Zh, [string]$En) {
    Write-Host ''
    Write-Host $Zh -ForegroundColor Red
    Write-Host "  $En" -ForegroundColor Red
    exit 1
}

# Runs a program and lets it write to the console; true if it ended well. What it writes to its error stream is no
# reason to stop: PowerShell 5.1 would make an error of it.
function Invoke-Program([string]$Program, [string[]]$Arguments) {
    $ErrorActionPreference = 'Continue'
    & $Program @Arguments | Out-Host
    return ($LASTEXITCODE -eq 0)
}

# Returns the Pythons of this computer, as objects with Path, Version, Base and Bits: those that are registered, those on
# the PATH, and the py launcher's own choice. One that does not start is left out. The Store's alias is an empty file.
function Get-Pythons {
    $ErrorActionPreference = 'Continue'
    $ask = 'import sys; print(sys.executable); print(''%d.%d'' % sys.version_info[:2]); print(sys.base_prefix); print(64 if sys.maxsize > 2**32 else 32)'
    $programs = @()
    foreach ($key in 'HKCU:\Software\Python', 'HKLM:\Software\Python') {
        foreach ($place in @(Get-Item -Path "$key\*\*\InstallPath" -ErrorAction SilentlyContinue)) {
            $programs += $place.GetValue('ExecutablePath')
        }
    }
    foreach ($found in @(Get-Command 'python.exe', 'py.exe' -All -ErrorAction SilentlyContinue)) {
        $programs += $found.Source
    }
    foreach ($program in @($programs | Where-Object { $_ } | Select-Object -Unique)) {
        $file = Get-Item -LiteralPath $program -ErrorAction SilentlyContinue
        if (-not $file -or $file.Length -eq 0) { continue }
        $answer = @(& $program -c $ask 2>$null)
        if ($LASTEXITCODE -eq 0 -and $answer.Count -ge 4) {
            [pscustomobject]@{ Path = $answer[0]; Version = [version]$answer[1]; Base = $answer[2]; Bits = $answer[3] }
        }
    }
}

# Returns the folder of wheels to install from, or nothing.
function Get-WheelFolder {
    $beside = Join-Path $PSScriptRoot 'wheels'
    $from = if ($Wheels) { $Wheels } elseif (Test-Path -LiteralPath $beside) { $beside } else { '' }
    if (-not $from) { return '' }
    if (-not (Test-Path -LiteralPath $from -PathType Container)) {
        Stop-Installation "没有该文件夹：$from" "There is no such folder: $from"
    }
    return (Resolve-Path -LiteralPath $from).ProviderPath
}

# Returns the newest Python that xlops runs on and, from a folder of wheels, that the wheels were made for.
function Find-Python([string]$WheelFolder) {
    $all = @(Get-Pythons)
    $store = @($all | Where-Object { "$($_.Path)|$($_.Base)" -match 'WindowsApps|PythonSoftwareFoundation' })
    $good = @($all | Where-Object { $store -notcontains $_ -and $_.Version -ge $Oldest -and $_.Bits -eq '64' })
    $good = @($good | Sort-Object Version -Descending)
    if ($WheelFolder -and $good.Count -gt 0) {
        $made = @(Get-ChildItem -LiteralPath $WheelFolder -Filter 'xlwings-*.whl' |
                Where-Object { $_.Name -match '-cp3(\d+)-' } | ForEach-Object { "3.$($Matches[1])" })
        $have = @($good | ForEach-Object { "$($_.Version)" })
        $good = @($good | Where-Object { $made -contains "$($_.Version)" })
        if ($good.Count -eq 0) {
            Stop-Installation `
                "wheels 文件夹适用于 Python $($made -join '、')，本机为 $($have -join '、')。请安装相应版本的 Python，或重新制作该文件夹。" `
                "The wheels are for Python $($made -join ', '); this computer has $($have -join ', '). Install that Python, or make the folder anew."
        }
    }
    if ($good.Count -gt 0) { return $good[0].Path }
    if ($store.Count -gt 0) {
        Stop-Installation `
            '只找到微软应用商店版 Python，Excel 无法使用它。请从 https://www.python.org 安装 64 位 Python 3.11 或更新版本，再运行本程序。' `
            'Found only the Python of the Microsoft Store; Excel cannot work with it. Install the 64-bit Python 3.11 or newer from https://www.python.org, then run this again.'
    }
    Stop-Installation `
        "未找到 64 位 Python $Oldest 或更新版本。请从 https://www.python.org 安装（若会打开应用商店，请勿在其中安装），再运行本程序。" `
        "Found no 64-bit Python $Oldest or newer. Install it from https://www.python.org (not from the Store that may open), then run this again."
}

# Returns what pip is to install: from the folder of wheels, else from the checkout or wheel beside this file, else PyPI.
function Get-Source([string]$WheelFolder) {
    if ($WheelFolder) {
        Say "从文件夹安装（不联网）：$WheelFolder" "Installing from the folder, without the internet: $WheelFolder"
        return @('--no-index', '--find-links', $WheelFolder, 'xlops[excel]')
    }
    $checkout = Split-Path -Parent $PSScriptRoot
    if ($checkout -and (Test-Path -LiteralPath (Join-Path $checkout 'pyproject.toml'))) {
        Say "从源码文件夹安装：$checkout" "Installing from the checkout: $checkout"
        return @("${checkout}[excel]")
    }
    $wheel = Get-ChildItem -LiteralPath $PSScriptRoot -Filter 'xlops-*.whl' | Sort-Object LastWriteTime | Select-Object -Last 1
    if ($wheel) {
        Say "从安装包安装：$($wheel.Name)" "Installing the wheel: $($wheel.Name)"
        return @("$($wheel.FullName)[excel]")
    }
    Say '从 PyPI 安装（需要联网）' 'Installing from PyPI (needs the internet)'
    return @('xlops[excel]')
}

if ([Environment]::OSVersion.Platform -ne [PlatformID]::Win32NT) {
    Stop-Installation '本程序只用于 Windows；其他系统请用 xlops grade。' 'This is for Windows; elsewhere use xlops grade.'
}
# The py launcher of the Python install manager must not download a Python by itself.
$env:PYTHON_MANAGER_AUTOMATIC_INSTALL = 'false'
# Python writes UTF-8; without this the console shows Chinese text as something else.
$env:PYTHONUTF8 = '1'
try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { Write-Verbose 'no console' }
$env:PYTHONPATH = $null
$env:PYTHONHOME = $null

if (-not $Folder) { $Folder = Join-Path $env:LOCALAPPDATA 'xlops' }
$venv = Join-Path $Folder 'venv'
$python = Join-Path $venv 'Scripts\python.exe'

if ($Doctor) {
    if (-not (Test-Path -LiteralPath $python)) {
        Stop-Installation "没有找到 ${python}：请先双击 install.cmd。" "There is no ${python}: double-click install.cmd first."
    }
    if (Invoke-Program $python @('-m', 'xlops', 'doctor')) { exit 0 }
    exit 1
}

$session = (Get-Process -Id $PID).SessionId
if (Get-Process -Name EXCEL -ErrorAction SilentlyContinue | Where-Object { $_.SessionId -eq $session }) {
    Stop-Installation '请先保存并关闭所有 Excel 窗口，再运行本程序。' 'Save and close every Excel window, then run this again.'
}

if ($Uninstall) {
    if (Test-Path -LiteralPath $python) {
        Invoke-Program $python @('-m', 'xlops', 'addin', 'remove') | Out-Null
    }
    # Also where the environment is gone or broken.
    $addin = Join-Path $env:APPDATA 'Microsoft\Excel\XLSTART\xlops.xlam'
    if (Test-Path -LiteralPath $addin) {
        try { Remove-Item -LiteralPath $addin -Force } catch {
            Stop-Installation "无法删除 ${addin}：请关闭 Excel 后重试。" "Cannot delete ${addin}: close Excel, then retry."
        }
    }
    if (Test-Path -LiteralPath $venv) {
        try { Remove-Item -LiteralPath $venv -Recurse -Force } catch {
            Stop-Installation `
                "无法删除 ${venv}：文件正在使用。请重新登录 Windows 后再试。" `
                "Cannot delete ${venv}: it is in use. Sign out of Windows and in again, then retry."
        }
    }
    Say '已卸载。自有费用表（.xlops\fees）与工作簿保持不变。' 'Removed. Your own fee tables (.xlops\fees) and workbooks stay.'
    exit 0
}

$wheelFolder = Get-WheelFolder

# A server of an earlier installation would keep files of the environment open.
if (Test-Path -LiteralPath $python) {
    $ErrorActionPreference = 'Continue'
    & $python -m xlops serve --stop 2>$null | Out-Null
    $ErrorActionPreference = 'Stop'
}

$ready = (Test-Path -LiteralPath $python) -and (Invoke-Program $python @('-c', 'import pip'))
if (-not $ready) {
    $base = Find-Python $wheelFolder
    Say "使用 Python：$base" "Using Python: $base"
    if (-not (Invoke-Program $base @('-m', 'venv', '--clear', $venv))) {
        Stop-Installation "无法创建 $venv" "Cannot make $venv"
    }
}

$source = @(Get-Source $wheelFolder)
$pip = @('-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '--upgrade') + $source
if (-not (Invoke-Program $python $pip)) {
    Stop-Installation `
        '安装组件失败，原因见上文。离线安装请准备 wheels 文件夹（见 install\README.md）。' `
        'Installing the packages failed; see above for the reason. Without the internet, prepare a folder of wheels (see install\README.md).'
}

$install = @('-m', 'xlops', 'addin', 'install')
if ($SeparateServer) { $install += '--separate-server' }
if (-not (Invoke-Program $python $install)) {
    Stop-Installation '加载项未安装，原因见上文。' 'The add-in was not installed; see above for the reason.'
}

Write-Host ''
Say '检查：' 'Check:'
if (-not (Invoke-Program $python @('-m', 'xlops', 'doctor'))) {
    Stop-Installation '已安装，但有需要处理的问题，见上文。' 'Installed, but something is to be mended; see above.'
}
Say '完成。请启动 Excel。' 'Done. Start Excel.'
exit 0
