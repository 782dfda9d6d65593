using System.Runtime.CompilerServices;

namespace ConsultCluster.Storage.Audit;

/// <summary>A file of exported heads, one a line.</summary>
public static class AuditHeadFile
{
    /// <summary>The end of the file is read, not all of it; a line has less than 500 bytes.</summary>
    private const int TailSize = 8192;

    /// <summary>Adds a line and has it on the disk when it returns; makes the file when there is none.</summary>
    public static async Task AppendAsync(string path, AuditHead head, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(head);
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using (file)
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(head.ToLine() + "\n"), stop);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>All heads, oldest first.</summary>
    /// <exception cref="InvalidDataException">A line is none, or no trusted key has signed it; the message names it.</exception>
    public static async IAsyncEnumerable<AuditHead> ReadAsync(string path, AuditKeys keys, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, stop))
        {
            number++;
            if (line.Length > 0)
            {
                yield return AuditHead.Parse(line, keys)
                    ?? throw new InvalidDataException($"Line {number} of {path} is no head of this audit: no key that is trusted here has signed it.");
            }
        }
    }

    /// <summary>The last head that a trusted key has signed; null when there is none.</summary>
    public static AuditHead? Last(string path, AuditKeys keys)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(TailSize, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n').Reverse().Select(line => AuditHead.Parse(line, keys)).FirstOrDefault(head => head is not null);
    }
}
