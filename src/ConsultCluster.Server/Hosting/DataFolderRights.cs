using System.Runtime.Versioning;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// Takes the rights of other accounts away from a data folder that is there already: a folder made by hand, unpacked from a backup or copied lets
/// others read keys and patients. On Windows rights are inherited, and are the operator's.
/// </summary>
internal static class DataFolderRights
{
    /// <summary>The official images set it; in a container there is no other account.</summary>
    private const string ContainerVariable = "DOTNET_RUNNING_IN_CONTAINER";

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Others = Everybody | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private static readonly string[] Secrets = ["data.key", "node.key", "https.pfx", "consult.db", "consult.db-wal", "consult.db-shm", "cookie-keys", "grains.db", "appsettings.json"];

    /// <summary>By which a folder is known to be ours; one with none of them and something else in it may be anybody's.</summary>
    private static readonly string[] Marks = ["data.key", "consult.db", "lock"];

    /// <summary>Makes the folder, or corrects it; returns a sentence for each correction and for what could not be corrected and does no harm.</summary>
    /// <exception cref="StartupException">Others may use the folder, and this account may not change that, or the folder holds other things.</exception>
    public static IReadOnlyList<string> Secure(string data)
    {
        var isNew = !Directory.Exists(data);
        SecretFile.MakeFolder(data);
        if (isNew || OperatingSystem.IsWindows())
        {
            return [];
        }

        List<string> said = [];
        if ((File.GetUnixFileMode(data) & Others) != UnixFileMode.None)
        {
            said.Add(SecureFolder(data, File.GetUnixFileMode(data)));
        }

        foreach (var path in Secrets.Select(name => Path.Combine(data, name)).Where(Path.Exists))
        {
            if (SecureFile(path) is { } sentence)
            {
                said.Add(sentence);
            }
        }

        return said;
    }

    [UnsupportedOSPlatform("windows")]
    private static string SecureFolder(string data, UnixFileMode mode)
    {
        if (mode.HasFlag(UnixFileMode.StickyBit) || (!IsOurs(data) && mode.HasFlag(UnixFileMode.OtherRead)))
        {
            return IsContainer
                ? $"The data folder {data} is open to every account of this container ({Text(mode)}); what is made in it is not."
                : throw new StartupException($"The data folder {data} can be used by other accounts ({Text(mode)}) and may hold other things. Give the server a folder of its own with --data, or: chmod 700 {data}");
        }

        if (TrySet(data, mode & ~Others))
        {
            return $"Other accounts could use the data folder {data} ({Text(mode)}); now only this one can.";
        }

        return (mode & Everybody) == UnixFileMode.None || IsContainer
            ? $"The data folder {data} belongs to another account and is open to a group ({Text(mode)}); what is made in it is not."
            : throw new StartupException($"The data folder {data} belongs to another account, and everybody can use it ({Text(mode)}). Give it to this account with chown, or take the rights of others away: chmod 700 {data}");
    }

    [UnsupportedOSPlatform("windows")]
    private static string? SecureFile(string path)
    {
        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) == UnixFileMode.None)
        {
            return null;
        }

        if (TrySet(path, mode & ~Others))
        {
            return $"Other accounts could use {path} ({Text(mode)}); now only this one can. Whoever was able to read it may have a copy.";
        }

        // A secret that the platform puts there is often open to the group of the process, and read-only.
        return (mode & Everybody) == UnixFileMode.None || IsContainer
            ? null
            : throw new StartupException($"{path} belongs to another account, and everybody can use it ({Text(mode)}). Give it to this account with chown, or take the rights of others away: chmod 600 {path}");
    }

    private static bool IsContainer => string.Equals(Environment.GetEnvironmentVariable(ContainerVariable), bool.TrueString, StringComparison.OrdinalIgnoreCase);

    private static bool IsOurs(string data) => !Directory.EnumerateFileSystemEntries(data).Any() || Marks.Any(name => Path.Exists(Path.Combine(data, name)));

    [UnsupportedOSPlatform("windows")]
    private static bool TrySet(string path, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(path, mode);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    /// <summary>As chmod takes it.</summary>
    private static string Text(UnixFileMode mode) => "mode " + Convert.ToString((int)mode, toBase: 8);
}
