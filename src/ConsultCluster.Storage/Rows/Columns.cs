using System.Data.Common;
using System.Globalization;

namespace ConsultCluster.Storage.Rows;

/// <summary>Reads the columns of a row, in either database.</summary>
internal static class Columns
{
    /// <summary>SQLite has no type for times, so there they are text that sorts as it is.</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>A time as text, in UTC.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(this DbDataReader row, int column) => row.GetFieldType(column) == typeof(string)
        ? DateTimeOffset.ParseExact(row.GetString(column), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : row.GetFieldValue<DateTimeOffset>(column);

    /// <summary>The time; or that other one where the cell holds none, which somebody has written past the program.</summary>
    public static DateTimeOffset TimeOr(this DbDataReader row, int column, DateTimeOffset other)
    {
        try
        {
            return row.Time(column);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return other;
        }
    }

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static T Word<T>(this DbDataReader row, int column)
        where T : struct, Enum => Words.Parse<T>(row.GetString(column));

    public static T? WordOrNull<T>(this DbDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : row.Word<T>(column);
}
