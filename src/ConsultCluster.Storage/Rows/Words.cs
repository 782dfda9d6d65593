using System.Text.Json;

namespace ConsultCluster.Storage.Rows;

/// <summary>How values of enumerations stand in a column.</summary>
internal static class Words
{
    /// <summary>The word of a value as in the hub and HTTP messages; flags stand side by side with blanks between them.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        string.Join(' ', value.ToString().Split(", ").Select(JsonNamingPolicy.CamelCase.ConvertName));

    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } given ? Of(given) : null;

    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word.Replace(' ', ','), ignoreCase: true);
}
