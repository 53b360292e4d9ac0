Attribute VB_Name = "XlopsTexts"
Option Explicit
Option Private Module
' What people read, from the sheet xlops.text of the add-in (key, English, Chinese): a module can hold only the
' characters of one code page.

Private Const UI_LANGUAGE As Long = 2

Private Texts As Collection

' The text of a key in the language of Office.
Public Function XlopsText(ByVal key As String) As String
    If Texts Is Nothing Then ReadTexts
    XlopsText = Texts(key)(IIf(XlopsChinese(), 2, 1))
End Function

' The same for a VBA message box, which shows Chinese only where Windows' own code page has it: English stands below.
Public Function XlopsBoxText(ByVal key As String) As String
    XlopsBoxText = XlopsText(key)
    If XlopsChinese() Then XlopsBoxText = XlopsBoxText & vbLf & vbLf & Texts(key)(1)
End Function

Public Function XlopsChinese() As Boolean
    Select Case Application.LanguageSettings.LanguageID(UI_LANGUAGE)
        Case 2052, 1028, 3076, 4100, 5124
            XlopsChinese = True
    End Select
End Function

Private Sub ReadTexts()
    Dim cells As Variant, row As Long
    Set Texts = New Collection
    cells = ThisWorkbook.Worksheets("xlops.text").UsedRange.Value2
    For row = LBound(cells, 1) To UBound(cells, 1)
        Texts.Add Array(cells(row, 1), cells(row, 2), cells(row, 3)), cells(row, 1)
    Next row
End Sub
