namespace ConsultCluster.Storage.Migrations;

/// <summary>A newer program has written this database; migrations only go forward.</summary>
/// <param name="found">Version of the database.</param>
/// <param name="known">Newest version that this program knows.</param>
public sealed class SchemaTooNewException(int found, int known)
    : Exception($"The database has schema version {found}, but this program knows only up to {known}. Start the newer program, or restore a backup from before the update.")
{
    /// <summary>Version of the database.</summary>
    public int Found { get; } = found;

    /// <summary>Newest version that this program knows.</summary>
    public int Known { get; } = known;
}
