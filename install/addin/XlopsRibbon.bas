Attribute VB_Name = "XlopsRibbon"
Option Explicit
' The ribbon tab, and the same commands as macros without arguments (Alt+F8, type the name). The work is done by
' xlops.hosts.excel.ribbon in Python, which shows its own messages.

Private Const LONGEST_MESSAGE As Long = 900

Public Sub XlopsGradeSheet()
    RunOnSheet "grade_sheet()"
End Sub

Public Sub XlopsImportReports()
    RunOnSheet "import_reports()"
End Sub

Public Sub XlopsAuditFees()
    RunOnSheet "audit_fees()"
End Sub

Public Sub XlopsClearGrades()
    RunOnSheet "clear_grades()"
End Sub

Public Sub XlopsCheckColumns()
    RunOnSheet "check_columns()"
End Sub

Public Sub XlopsInsertFormulas()
    RunOnSheet "insert_formulas()"
End Sub

Public Sub XlopsExplainCell()
    TellLastFailure
    RunOnSheet "explain_cell()"
End Sub

Public Sub XlopsWhatChanges()
    Dim answer As Variant
    If Not OnSheet() Then Exit Sub
    answer = Application.InputBox(XlopsText("what_changes.ask"), "xlops", Format(Now, "yyyy-mm-dd"), Type:=2)
    If VarType(answer) = vbBoolean Then Exit Sub
    RunInPython "what_changes(""" & DigitsAndHyphens(answer) & """)"
End Sub

Public Sub XlopsRepairLinks()
    RunOnSheet "repair_links()"
End Sub

Public Sub XlopsSettings()
    RunInBook "settings()"
End Sub

Public Sub XlopsChecklists()
    RunInBook "checklists()"
End Sub

Public Sub XlopsHelp()
    RunInBook "help_sheet()"
End Sub

Public Sub XlopsAbout()
    TellLastFailure
    RunInBook "about()"
End Sub

Public Sub XlopsSelfTest()
    RunInBook "self_test()"
End Sub

' Buttons.

Public Sub XlopsGradeSheetClick(ByVal control As IRibbonControl)
    XlopsGradeSheet
End Sub

Public Sub XlopsImportReportsClick(ByVal control As IRibbonControl)
    XlopsImportReports
End Sub

Public Sub XlopsAuditFeesClick(ByVal control As IRibbonControl)
    XlopsAuditFees
End Sub

Public Sub XlopsClearGradesClick(ByVal control As IRibbonControl)
    XlopsClearGrades
End Sub

Public Sub XlopsCheckColumnsClick(ByVal control As IRibbonControl)
    XlopsCheckColumns
End Sub

Public Sub XlopsInsertFormulasClick(ByVal control As IRibbonControl)
    XlopsInsertFormulas
End Sub

Public Sub XlopsExplainCellClick(ByVal control As IRibbonControl)
    XlopsExplainCell
End Sub

Public Sub XlopsWhatChangesClick(ByVal control As IRibbonControl)
    XlopsWhatChanges
End Sub

Public Sub XlopsRepairLinksClick(ByVal control As IRibbonControl)
    XlopsRepairLinks
End Sub

Public Sub XlopsSettingsClick(ByVal control As IRibbonControl)
    XlopsSettings
End Sub

Public Sub XlopsChecklistsClick(ByVal control As IRibbonControl)
    XlopsChecklists
End Sub

Public Sub XlopsHelpClick(ByVal control As IRibbonControl)
    XlopsHelp
End Sub

Public Sub XlopsAboutClick(ByVal control As IRibbonControl)
    XlopsAbout
End Sub

' Texts of the buttons; the id of a control is the key of its texts.

Public Sub XlopsLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = XlopsText(control.ID & ".label")
End Sub

Public Sub XlopsScreentip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = XlopsText(control.ID & ".screentip")
End Sub

Public Sub XlopsSupertip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = XlopsText(control.ID & ".supertip")
End Sub

' Running.

Private Sub RunOnSheet(ByVal command As String)
    If OnSheet() Then RunInPython command
End Sub

Private Sub RunInBook(ByVal command As String)
    If InBook() Then RunInPython command
End Sub

Private Function InBook() As Boolean
    InBook = Not ActiveWorkbook Is Nothing
    If Not InBook Then MsgBox XlopsBoxText("no_workbook"), vbInformation, "xlops"
End Function

Private Function OnSheet() As Boolean
    If Not InBook() Then Exit Function
    OnSheet = TypeName(ActiveSheet) = "Worksheet"
    If Not OnSheet Then MsgBox XlopsBoxText("no_sheet"), vbInformation, "xlops"
End Function

' Python puts everything back by itself; only where it could not, because its process ended, it is done here.
Private Sub RunInPython(ByVal command As String)
    Dim calculation As Long, events As Boolean, description As String
    calculation = Application.Calculation
    events = Application.EnableEvents
    On Error GoTo failed
    XlopsServerRun "from xlops.hosts.excel import ribbon; ribbon." & command
    Exit Sub
failed:
    description = Err.Description
    On Error Resume Next
    Application.ScreenUpdating = True
    Application.StatusBar = False
    Application.EnableEvents = events
    If Application.Calculation <> calculation Then Application.Calculation = calculation
    On Error GoTo 0
    MsgBox XlopsBoxText("failed") & vbLf & vbLf & Left(description, LONGEST_MESSAGE), vbExclamation, "xlops"
End Sub

' A cell shows #VALUE! when Python does not answer and no message; here it is told why.
Private Sub TellLastFailure()
    If XlopsLastFailure() = "" Then Exit Sub
    MsgBox XlopsBoxText("last_failure") & vbLf & vbLf & Left(XlopsLastFailure(), LONGEST_MESSAGE), vbInformation, "xlops"
    XlopsForgetFailure
End Sub

' A day as typed (2026/12/1, 2026.12.1, 2026 with the signs of year, month and day) becomes 2026-12-1. Nothing else can
' get into the statement that Python runs.
Private Function DigitsAndHyphens(ByVal typed As String) As String
    Dim i As Long, letter As String
    For i = 1 To Len(typed)
        letter = Mid(typed, i, 1)
        Select Case AscW(letter)
            Case 48 To 57
                DigitsAndHyphens = DigitsAndHyphens & letter
            Case -240 To -231   ' digits of double width, as Chinese keyboards type them
                DigitsAndHyphens = DigitsAndHyphens & (AscW(letter) + 240)
            Case 45, 46, 47, 24180, 26376
                DigitsAndHyphens = DigitsAndHyphens & "-"
        End Select
    Next i
End Function
