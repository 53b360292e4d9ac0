Attribute VB_Name = "XlopsConnection"
Option Explicit
Option Private Module
' The way to Python: xlwings' own module and DLL. XLPy is asked for its server once and the answer kept, so that one
' Python process serves all workbooks: XLPy names the active workbook in the command that starts the process, so that
' asking it at each call would start one process for each workbook, after reading the configuration some 15 times.

Private Const UDF_MODULE As String = "xlops.hosts.excel.udfs"
Private Const NOT_CONNECTED As Long = -2147220703  ' vbObjectError + 801
' The DLL copies the command into 2,048 bytes of the ANSI code page and puts 38 characters where $(CLSID) stands.
Private Const LONGEST_COMMAND As Long = 2000
' A start that fails can take two minutes. The cells that wait behind the first one must not each try it again.
Private Const PAUSE_SECONDS As Long = 60

Private Server As Object
Private NextTry As Date
Private Reason As String

' The value of one formula. Called from cells: it raises an error, and shows nothing.
Public Function XlopsServerCall(ByVal formula As String, ByVal arguments As Variant) As Variant
    Dim found As Variant
    If Server Is Nothing Then
        If Now < NextTry Then Err.Raise NOT_CONNECTED, Description:=Reason
        Connect
    End If
    If Not Answered(formula, arguments, found) Then
        Forget
        Connect
        If Not Answered(formula, arguments, found) Then
            Forget
            Reason = XlopsText("no_server")
            Err.Raise NOT_CONNECTED, Description:=Reason
        End If
    End If
    XlopsServerCall = found
End Function

' Whether the server was there to answer. What it answers as an error is raised here.
Private Function Answered(ByVal formula As String, ByVal arguments As Variant, ByRef found As Variant) As Boolean
    Dim number As Long, description As String
    On Error GoTo failed
    found = Server.CallUDF(UDF_MODULE, formula, (arguments))
    Answered = True
    Exit Function
failed:
    number = Err.Number
    description = Err.Description
    If Not ServerIsGone(number) Then Err.Raise number, Description:=description
End Function

' Run a Python statement with the active workbook as the calling one. Called from the ribbon. A dead server is noticed
' before the statement begins and replaced once; a statement that has begun is never run a second time.
Public Sub XlopsServerRun(ByVal statement As String)
    If Server Is Nothing Then Connect
    If Not HandedOver() Then
        Forget
        Connect
        HandOver
    End If
    Server.Exec statement
End Sub

Private Function HandedOver() As Boolean
    Dim number As Long, description As String
    On Error GoTo failed
    HandOver
    HandedOver = True
    Exit Function
failed:
    number = Err.Number
    description = Err.Description
    If Not ServerIsGone(number) Then Err.Raise number, Description:=description
End Function

Private Sub HandOver()
    Server.SetAttr Server.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
End Sub

Private Sub Connect()
    Dim description As String, folder As String
    NextTry = Now + PAUSE_SECONDS / 86400
    Reason = ""
    On Error GoTo failed
    folder = CurDir()
    #If Mac Then
        Err.Raise NOT_CONNECTED, Description:=XlopsText("mac")
    #Else
        CheckWorkbook
        ' Python looks for modules first in the folder it is started in. That is Excel's own current folder, where a
        ' book from outside may have brought a file such as xlwings.py along.
        GoToFolder ThisWorkbook.Path
        Set Server = xlwings.XLPy()
        GoToFolder folder
    #End If
    Exit Sub
failed:
    description = Err.Description
    If Err.Number <> NOT_CONNECTED Then description = XlopsText("no_server") & vbLf & vbLf & description
    Reason = description
    GoToFolder folder
    Set Server = Nothing
    Err.Raise NOT_CONNECTED, Description:=description
End Sub

Private Sub GoToFolder(ByVal path As String)
    On Error Resume Next
    ChDrive path
    ChDir path
End Sub

' XLPy reads the configuration of the active workbook before the user's own, and puts its name into a command line.
Private Sub CheckWorkbook()
    If ActiveWorkbook Is Nothing Then Err.Raise NOT_CONNECTED, Description:=XlopsText("no_workbook")
    ' A book from outside must not say which program Excel starts.
    If xlwings.SheetExists(ActiveWorkbook, xlwings.PROJECT_NAME & ".conf") Then RefuseWorkbook "foreign_config"
    If xlwings.GetFullName(ActiveWorkbook) <> "" Then
        If xlwings.FileExists(xlwings.GetDirectoryConfigFilePath()) Then RefuseWorkbook "foreign_config"
    End If
    ' xlwings escapes & with ^, so that a ^ before it in the name would undo that; $( is a variable to its DLL.
    If InStr(ActiveWorkbook.FullName, "^") > 0 Then RefuseWorkbook "odd_name"
    If InStr(ActiveWorkbook.FullName, "$(") > 0 Then RefuseWorkbook "odd_name"
    If LenB(StrConv(xlwings.XLPyCommand(), vbFromUnicode)) > LONGEST_COMMAND Then RefuseWorkbook "long_name"
End Sub

Private Sub RefuseWorkbook(ByVal key As String)
    Err.Raise NOT_CONNECTED, Description:=XlopsText(key) & vbLf & ActiveWorkbook.FullName
End Sub

' The DLL notices by itself that a process is gone (error 1722), not that a living one has cut the connection. KillPy
' makes it drop its own reference in either case.
Private Sub Forget()
    Set Server = Nothing
    On Error Resume Next
    xlwings.KillPy
    On Error GoTo 0
End Sub

Private Function ServerIsGone(ByVal number As Long) As Boolean
    Select Case number
        Case 462            ' the remote server machine does not exist
            ServerIsGone = True
        Case -2147023174    ' 800706BA: the RPC server is unavailable
            ServerIsGone = True
        Case -2147023170    ' 800706BE: the remote procedure call failed
            ServerIsGone = True
        Case -2147417848    ' 80010108: the object has disconnected from its clients
            ServerIsGone = True
        Case -2147418105, -2147418094   ' 80010007, 80010012: the callee died
            ServerIsGone = True
    End Select
End Function
