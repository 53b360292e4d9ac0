Attribute VB_Name = "XlopsTexts"
Option Explicit
Option Private Module
' What people read, from the sheet xlops.text of the add-in (key, English, Chinese): a module can hold only the
' characters of one code page.

Private Const UI_LANGUAGE As Long = 2

Private English As Collection
Private Chinese As Collection

' The text of a key in the language of Office.
Public Function XlopsText(ByVal key As String) As String
    If English Is Nothing Then ReadTexts
    If XlopsChinese() Then
        XlopsText = Chinese.Item(key)
    Else
        XlopsText = English.Item(key)
    End If
End Function

' The same for a VBA message box, which shows Chinese only where Windows' own code page has it: English stands below.
Public Function XlopsBoxText(ByVal key As String) As String
    XlopsBoxText = XlopsText(key)
    If XlopsChinese() Then XlopsBoxText = XlopsBoxText & vbLf & vbLf & English.Item(key)
End Function

Public Function XlopsChinese() As Boolean
    Select Case Application.LanguageSettings.LanguageID(UI_LANGUAGE)
        Case 2052, 1028, 3076, 4100, 5124
            XlopsChinese = True
    End Select
End Function

Private Sub ReadTexts()
    Dim found As Variant, i As Long, key As Long
    Set English = New Collection
    Set Chinese = New Collection
    found = XlopsArg(ThisWorkbook.Worksheets("xlops.text").UsedRange)
    key = LBound(found, 2)
    For i = LBound(found, 1) To UBound(found, 1)
        English.Add found(i, key + 1), found(i, key)
        Chinese.Add found(i, key + 2), found(i, key)
    Next i
End Sub
