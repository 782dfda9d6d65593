using ConsultCluster.Relay.Remote.Settings;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>What server and relay node do the same way: help, settings, and how they end.</summary>
public static class ProgramHost
{
    private const int CannotStart = 1;
    private const int WrongSettings = 2;

    /// <summary>Runs a program; returns its exit code: 0, 1 when the machine does not allow it to start, 2 for wrong settings.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="title">What the program is, for <c>--help</c>.</param>
    /// <param name="run">Starts with validated options, and returns when it has stopped.</param>
    public static async Task<int> RunAsync<T>(string[] args, string title, Func<T, Task> run)
        where T : ProcessOptions, new()
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            if (args.Any(arg => arg is "--help" or "-h"))
            {
                await Console.Out.WriteAsync(SettingHelp.Of<T>(title));
                return 0;
            }

            await run(SettingsOptions.Load<T>(args));
            return 0;
        }
        catch (OptionsValidationException e)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, e.Failures));
            return WrongSettings;
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return CannotStart;
        }
    }
}
