using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Advisory locks of the database: who takes part has agreed to ask for them. The numbers mean nothing but "ours".</summary>
internal static class PostgresLocks
{
    /// <summary>One server brings the schema forward.</summary>
    public const long Migration = 0x436F_6E73_0001;

    /// <summary>One transaction continues the audit. Taken last, so that nobody who holds it waits for anything else.</summary>
    public const long Audit = 0x436F_6E73_0002;

    /// <summary>One transaction changes which signing key is active.</summary>
    public const long SigningKeys = 0x436F_6E73_0003;

    /// <summary>One transaction changes accounts. Taken before any row of theirs.</summary>
    public const long Accounts = 0x436F_6E73_0004;

    /// <summary>One transaction decides about relay nodes.</summary>
    public const long Nodes = 0x436F_6E73_0006;

    /// <summary>Waits for a lock, which is given back with the end of the transaction.</summary>
    public static Statement Take(long number) => new("SELECT pg_advisory_xact_lock(@lock)", ("@lock", number));
}
