using System.Runtime.CompilerServices;
using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Server.Audit;

/// <summary>Adds a line to a file, which is best on another machine or on a medium that only takes additions.</summary>
/// <param name="path">The file, or a folder for a file of this process.</param>
/// <param name="process">Name of this process.</param>
internal sealed class AuditFileExport(string path, string process, AuditKeys keys) : IAuditExport
{
    private Task _running = Task.CompletedTask;

    public string Name => File;

    private string File => Directory.Exists(path) ? Path.Combine(path, $"audit-heads-{process}.jsonl") : path;

    /// <summary>A share that hangs holds a thread, but only one, and no caller for longer than it wants to wait.</summary>
    public Task AddAsync(AuditHead head, CancellationToken stop)
    {
        if (!_running.IsCompleted)
        {
            throw new IOException("An earlier line is still being written.");
        }

        // Not to be stopped half-way through a line.
        _running = Task.Run(() => AuditHeadFile.AppendAsync(File, head, CancellationToken.None), CancellationToken.None);
        return _running.WaitAsync(stop);
    }

    public async IAsyncEnumerable<AuditHead> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        if (System.IO.File.Exists(File))
        {
            await foreach (var head in AuditHeadFile.ReadAsync(File, keys, stop))
            {
                yield return head;
            }
        }
    }

    public AuditHead? Last() => AuditHeadFile.Last(File, keys);
}
