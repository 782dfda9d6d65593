using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>How times and words stand in a column.</summary>
internal static class SqliteValues
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string? Text(DateTimeOffset? time) => time is { } given ? Text(given) : null;

    /// <summary>The word of a value as in the hub and HTTP messages; flags stand side by side with blanks between them.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
        string.Join(' ', value.ToString().Split(", ").Select(JsonNamingPolicy.CamelCase.ConvertName));

    public static string? Word<T>(T? value)
        where T : struct, Enum => value is { } given ? Word(given) : null;

    public static DateTimeOffset Time(this SqliteDataReader row, int column) =>
        DateTimeOffset.ParseExact(row.GetString(column), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? NumberOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static T Word<T>(this SqliteDataReader row, int column)
        where T : struct, Enum => Enum.Parse<T>(row.GetString(column).Replace(' ', ','), ignoreCase: true);

    public static T? WordOrNull<T>(this SqliteDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.Word<T>(column);
}
