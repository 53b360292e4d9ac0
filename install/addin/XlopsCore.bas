Attribute VB_Name = "XlopsCore"
Option Explicit
Option Private Module
' Arguments on their way to Python and results on their way into cells. No conditional compilation here.

' Days from 1899-12-30 to 1904-01-01: what a workbook with the 1904 calendar counts less.
Private Const DAYS_OF_1904 As Long = 1462

Private Const ERROR_VALUE As Long = 2015

Private LastFailure As String

' What Python gets for an argument: the values of cells, Empty for an argument left out, all else as it is.
' Value2 gives currencies and dates as plain numbers.
Public Function XlopsArg(Optional ByVal given As Variant) As Variant
    If IsMissing(given) Then
        XlopsArg = Empty
    ElseIf IsObject(given) Then
        XlopsArg = ValuesOf(given)
    Else
        XlopsArg = given
    End If
End Function

' A day. Python counts days as Excel does by default; cells of a workbook with the 1904 calendar are brought to that.
Public Function XlopsDay(Optional ByVal given As Variant) As Variant
    Dim values As Variant, i As Long, j As Long
    values = XlopsArg(given)
    If IsObject(given) Then
        If CountsFrom1904(given) Then
            If IsArray(values) Then
                For i = LBound(values, 1) To UBound(values, 1)
                    For j = LBound(values, 2) To UBound(values, 2)
                        If VarType(values(i, j)) = vbDouble Then values(i, j) = values(i, j) + DAYS_OF_1904
                    Next j
                Next i
            ElseIf VarType(values) = vbDouble Then
                values = values + DAYS_OF_1904
            End If
        End If
    End If
    XlopsDay = values
End Function

' The value of one formula, error texts made true errors. Where Python does not answer, #VALUE!: the formula has found
' nothing out, which must not look like the #N/A of a figure that is not published. The reason is kept for the ribbon.
Public Function XlopsCall(ByVal formula As String, ByVal arguments As Variant) As Variant
    Dim found As Variant
    On Error GoTo failed
    found = XlopsServerCall(formula, arguments)
    If IsArray(found) Then
        ErrorsInArray found
    ElseIf VarType(found) = vbString Then
        If Left(found, 1) = "#" Then found = ErrorOf(found)
    End If
    XlopsCall = found
    Exit Function
failed:
    LastFailure = formula & ": " & Err.Description
    XlopsCall = CVErr(ERROR_VALUE)
End Function

' Why the last formula without an answer had none; empty when all had one.
Public Function XlopsLastFailure() As String
    XlopsLastFailure = LastFailure
End Function

Public Sub XlopsForgetFailure()
    LastFailure = ""
End Sub

Private Function ValuesOf(ByVal cells As Object) As Variant
    ValuesOf = cells.Value2
End Function

Private Function CountsFrom1904(ByVal cells As Object) As Boolean
    CountsFrom1904 = cells.Worksheet.Parent.Date1904
End Function

Private Sub ErrorsInArray(ByRef values As Variant)
    Dim i As Long, j As Long
    If TwoDimensions(values) Then
        For j = LBound(values, 2) To UBound(values, 2)
            For i = LBound(values, 1) To UBound(values, 1)
                If VarType(values(i, j)) = vbString Then
                    If Left(values(i, j), 1) = "#" Then values(i, j) = ErrorOf(values(i, j))
                End If
            Next i
        Next j
    Else
        For i = LBound(values) To UBound(values)
            If VarType(values(i)) = vbString Then
                If Left(values(i), 1) = "#" Then values(i) = ErrorOf(values(i))
            End If
        Next i
    End If
End Sub

Private Function TwoDimensions(ByRef values As Variant) As Boolean
    Dim last As Long
    On Error GoTo one
    last = UBound(values, 2)
    TwoDimensions = True
    Exit Function
one:
    TwoDimensions = False
End Function

Private Function ErrorOf(ByVal text As String) As Variant
    Select Case text
        Case "#N/A"
            ErrorOf = CVErr(2042)
        Case "#VALUE!"
            ErrorOf = CVErr(ERROR_VALUE)
        Case "#DIV/0!"
            ErrorOf = CVErr(2007)
        Case "#NUM!"
            ErrorOf = CVErr(2036)
        Case "#NAME?"
            ErrorOf = CVErr(2029)
        Case "#REF!"
            ErrorOf = CVErr(2023)
        Case "#NULL!"
            ErrorOf = CVErr(2000)
        Case Else
            ErrorOf = text
    End Select
End Function
