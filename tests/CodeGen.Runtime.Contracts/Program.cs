using CodeGen.Runtime.Contracts;
using CodeGen.Runtime.TestKit;

if (args is not ["--matrix", ..])
{
    await Console.Error.WriteLineAsync($"Usage: --matrix [page]{Environment.NewLine}Runs every case of the contracts over ours and the peers, and writes the result into the page's section; without a page it is printed.");
    return 64;
}

if (!RedisServerProcess.IsAvailable)
{
    await Console.Error.WriteLineAsync($"The matrix needs a redis-server on this machine; {RedisServerProcess.InstallHint}");
    return 69;
}

string matrix = await Matrix.MeasureAsync(Console.Error);
if (args.Length > 1)
{
    Matrix.Write(args[1], matrix);
}
else
{
    Console.Write(matrix);
}

return 0;
