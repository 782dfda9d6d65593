using System.Runtime.InteropServices;

namespace ConsultCluster.Storage.Keys;

/// <summary>Files that only the server's own user may read.</summary>
public static partial class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be made; the message names it.</exception>
    public static void Write(string path, byte[] content)
    {
        RefuseFolder(path);
        File.Move(Draft(path, content), path, overwrite: true);
    }

    /// <summary>Writes the file whole, unless there is one: of several processes that start together one makes it, and all read that one's.</summary>
    /// <exception cref="IOException">It cannot be made; the message names it.</exception>
    public static void WriteOnce(string path, byte[] content)
    {
        if (File.Exists(path))
        {
            return;
        }

        RefuseFolder(path);
        var draft = Draft(path, content);
        try
        {
            MoveUnlessThere(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Makes a folder that only the server's own user may enter.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void RefuseFolder(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, but must be a file.");
        }
    }

    private static string Draft(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var draft = $"{path}.{Guid.NewGuid():N}";
        using var file = new FileStream(draft, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
        return draft;
    }

    /// <summary>On Unix <see cref="File.Move(string, string)"/> looks first and then replaces, so two processes may both believe that theirs is the one; a second link to an existing name is refused.</summary>
    private static void MoveUnlessThere(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(draft, path);
            }
            catch (IOException) when (File.Exists(path))
            {
            }
        }
        else if (Link(draft, path) != 0)
        {
            var reason = Marshal.GetLastPInvokeErrorMessage();
            if (!File.Exists(path))
            {
                throw new IOException($"{path} cannot be made: {reason}.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
