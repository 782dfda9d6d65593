using System.Diagnostics;
using System.Globalization;

namespace ConsultCluster.Testing.Postgres;

/// <summary>
/// Debian's PostgreSQL in a folder of its own, on a Unix socket that nobody else may enter. A shell stands between it and the test:
/// when the test's process ends, however it does, the shell's input ends too, and server and folder are gone a moment later.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Owner of everything; signs in without password, by being let through to the socket.</summary>
    public const string User = "consult";

    /// <summary>
    /// <c>$1</c>: folder of the programs; <c>$2</c>: folder from before, or nothing. A line of input stops the server and keeps the folder;
    /// the end of input removes both. <c>fsync</c> is off because no test cuts the power: a killed server's pages are in the kernel's hands.
    /// </summary>
    private const string Script = """
        trap '' INT TERM HUP
        folder="${2:-$(mktemp -d /tmp/consult-pg-XXXXXX)}" || exit 1
        give_up() { cat "$folder/log" >&2; rm -rf "$folder"; exit 1; }
        if [ ! -e "$folder/data/PG_VERSION" ]; then
            "$1/initdb" -D "$folder/data" -U consult --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || give_up
        fi
        "$1/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=200 -c shared_buffers=32MB -c fsync=off \
            </dev/null >>"$folder/log" 2>&1 &
        server=$!
        until "$1/pg_isready" -q -h "$folder"; do kill -0 "$server" 2>/dev/null || give_up; sleep 0.05; done
        echo "ready $folder"
        read -r word || word=gone
        kill -QUIT "$server"
        wait "$server"
        [ "$word" = keep ] || rm -rf "$folder"
        """;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly string _programs = FindPrograms();
    private Process? _shell;
    private int _databases;

    private PostgresServer()
    {
    }

    /// <summary>Holds the socket, the data and the server's log.</summary>
    public string Folder { get; private set; } = string.Empty;

    /// <summary>Starts a server, empty but for its own databases.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        await server.StartAgainAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.End();
        return server;
    }

    /// <summary>Npgsql's connection string for a database of this server.</summary>
    public string ConnectionString(string database, string user = User) => $"Host={Folder};Username={user};Database={database}";

    /// <summary>Makes a database; returns its name.</summary>
    /// <param name="template">A database to copy that nobody is connected to; null for an empty one.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await RunAsync($"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}");
        return name;
    }

    /// <summary>Runs SQL, as the owner of everything unless said otherwise; returns the rows, columns with <c>|</c> between them.</summary>
    public Task<string> RunAsync(string sql, string database = "postgres", string user = User) => PsqlAsync(user, database, "-c", sql);

    /// <summary>Runs a file with psql.</summary>
    public Task<string> RunFileAsync(string path, string database = "postgres") => PsqlAsync(User, database, "-f", path);

    /// <summary>Ends the server as a power cut would end its processes: nothing is finished, nobody is told.</summary>
    public async Task KillAsync()
    {
        await _shell!.StandardInput.WriteLineAsync("keep");
        await _shell.StandardInput.FlushAsync();
        await EndedAsync();
    }

    /// <summary>Starts a killed server again; it recovers what was committed.</summary>
    public async Task StartAgainAsync()
    {
        _shell = Process.Start(Shell())!;
        using var deadline = new CancellationTokenSource(Deadline);
        var line = await _shell.StandardOutput.ReadLineAsync(deadline.Token);
        if (line is null)
        {
            throw new InvalidOperationException($"PostgreSQL does not start: {await _shell.StandardError.ReadToEndAsync(deadline.Token)}");
        }

        Folder = line["ready ".Length..];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
        {
            _shell.StandardInput.Close();
            await EndedAsync();
        }
    }

    private static string FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(f => int.TryParse(Path.GetFileName(f), CultureInfo.InvariantCulture, out var n) ? n : 0)
            : Enumerable.Empty<string>();
        return folders.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_isready")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test installs Debian's package postgresql.");
    }

    /// <summary>PostgreSQL refuses to run as root; Debian's package has made an account for it.</summary>
    private ProcessStartInfo Shell()
    {
        string[] command = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", "sh"] : ["sh"];
        return new ProcessStartInfo(command[0], [.. command[1..], "-c", Script, "sh", _programs, Folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
    }

    private async Task<string> PsqlAsync(string user, string database, params string[] arguments)
    {
        string[] fixedArguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", Folder, "-U", user, "-d", database];
        using var psql = Process.Start(new ProcessStartInfo(Path.Combine(_programs, "psql"), [.. fixedArguments, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var deadline = new CancellationTokenSource(Deadline);
        var errors = psql.StandardError.ReadToEndAsync(deadline.Token);
        var output = await psql.StandardOutput.ReadToEndAsync(deadline.Token);
        await psql.WaitForExitAsync(deadline.Token);
        return psql.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"psql: {await errors}");
    }

    private async Task EndedAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _shell!.WaitForExitAsync(deadline.Token);
        _shell.Dispose();
        _shell = null;
    }

    /// <summary>Last resort, when the process that holds a shared server ends.</summary>
    private void End()
    {
        if (_shell is { } shell)
        {
            shell.StandardInput.Close();
            shell.WaitForExit(Deadline);
        }
    }
}
