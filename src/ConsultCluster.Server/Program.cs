using System.Collections;
using ConsultCluster.Server.Hosting;

if (args.Contains("--help", StringComparer.Ordinal))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value ?? string.Empty));
var settings = EnvironmentFlags.Read(args, variables, out var unknown);
var options = CommandLine.Parse([.. settings, .. args], out var mistakes);
mistakes = [.. unknown, .. mistakes, .. PostgresSetting.Complete(options, Environment.GetEnvironmentVariable)];
if (mistakes.Count > 0)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, mistakes));
    return 2;
}

try
{
    await using var server = await ServerHost.StartAsync(options);
    StartMessage.Print(server, options, Console.Out);
    await server.WaitForStopAsync();
    return 0;
}
catch (StartupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
