using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Server.Hosting;

/// <summary>Keeps a second process out of a data folder for as long as this one runs; the kernel lets go of it with the process, however that ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string FileName = "lock";

    /// <summary>What .NET passes on of flock's EWOULDBLOCK, and of Windows' ERROR_SHARING_VIOLATION.</summary>
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">Another process has the folder.</exception>
    public static DataFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new StartupException($"Another ConsultCluster runs on {folder}. Stop it, or give this one a folder of its own with --data.");
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Another process has the file open; a full disk, or one that may only be read, is something else.</summary>
    private static bool IsHeld(IOException e) => e.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;
}
