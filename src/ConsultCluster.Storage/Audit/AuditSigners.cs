using System.Data.Common;
using System.Runtime.CompilerServices;

namespace ConsultCluster.Storage.Audit;

/// <summary>Which keys sign what is appended on a connection. A database sets them when it opens one, so that whoever appends need not know of keys.</summary>
internal static class AuditSigners
{
    private static readonly ConditionalWeakTable<DbConnection, AuditKeys> Keys = [];

    public static void Attach(DbConnection connection, AuditKeys? keys)
    {
        if (keys is not null)
        {
            Keys.AddOrUpdate(connection, keys);
        }
    }

    /// <summary>Null for a database without keys, whose entries are not signed.</summary>
    public static AuditKeys? Of(DbConnection connection) => Keys.TryGetValue(connection, out var keys) ? keys : null;
}
