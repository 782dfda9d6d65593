using System.Globalization;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>The TCP ports on which a process listens, as the kernel says.</summary>
internal static class ListeningPorts
{
    /// <summary>TCP_LISTEN of the kernel's <c>tcp_states.h</c>.</summary>
    private const string Listening = "0A";

    /// <summary>Columns of <c>/proc/net/tcp</c>: local address, state, inode.</summary>
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;

    /// <summary>Every port once, in order, of IPv4 and IPv6 together. Sockets of other processes are told apart by their inodes.</summary>
    public static int[] Of(int processId)
    {
        var own = Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Select(InodeOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. new[] { "tcp", "tcp6" }
                .SelectMany(table => File.ReadLines($"/proc/{processId}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(row => row[State] == Listening && own.Contains(row[Inode]))
                .Select(row => int.Parse(row[LocalAddress].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>Null for what is no socket, or was closed since the folder was read.</summary>
    private static string? InodeOf(string descriptor)
    {
        const string Prefix = "socket:[";
        try
        {
            return new FileInfo(descriptor).LinkTarget is { } target && target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..^1] : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
