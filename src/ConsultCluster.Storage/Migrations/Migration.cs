using System.Globalization;

namespace ConsultCluster.Storage.Migrations;

/// <summary>One numbered SQL file of this program. Files are only ever added: a database moves forward, never back.</summary>
/// <param name="Version">1 for the first; the four digits that the name begins with.</param>
/// <param name="Name">File name, such as <c>0002-audit.sql</c>.</param>
/// <param name="Folder">Which database it is for.</param>
internal sealed record Migration(int Version, string Name, string Folder)
{
    /// <summary>The files for a database, first one first.</summary>
    /// <param name="folder">Folder of the resources, with a slash at its end.</param>
    public static IReadOnlyList<Migration> Of(string folder) =>
    [
        .. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => name[folder.Length..])
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, folder)),
    ];

    /// <summary>Its SQL.</summary>
    public string Text()
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(Folder + Name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
