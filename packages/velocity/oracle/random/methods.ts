/** A method, what its arguments should be (the letters of argument.ts), and the kind of its result. */
export interface Method {
  readonly name: string
  readonly parameters: string
  readonly result: string
}

/** `name/parameters:result …` */
function methods(text: string): Method[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [signature = '', result = 'any'] = word.split(':')
      const [name = '', parameters = ''] = signature.split('/')
      return { name, parameters, result }
    })
}

/** For each kind of value: what templates call often, and what they could call. */
export const METHODS: Readonly<
  Record<string, { readonly usual: readonly Method[]; readonly rare: readonly Method[] }>
> = {
  string: {
    usual: methods(`length:int isEmpty:boolean isBlank:boolean charAt/i substring/i:string substring/ii:string
      indexOf/s:int indexOf/si:int lastIndexOf/s:int startsWith/s:boolean endsWith/s:boolean contains/s:boolean
      matches/r:boolean replace/ss:string replaceAll/rp:string replaceFirst/rp:string split/r:list split/ri:list
      toLowerCase:string toUpperCase:string trim:string strip:string concat/s:string equals/x:boolean
      equalsIgnoreCase/s:boolean compareTo/s:int hashCode:int toString:string`),
    rare: methods(`stripLeading:string stripTrailing:string repeat/i:string subSequence/ii:string codePointAt/i:int
      startsWith/si:boolean indexOf/i:int indexOf/ii:int lastIndexOf/si:int lastIndexOf/i:int compareToIgnoreCase/s:int
      valueOf/x:string intern:string contentEquals/s:boolean join/sl:string replace/xx:string parseInt/s:int`),
  },
  list: {
    usual: methods(`size:int isEmpty:boolean get/i get/i contains/x:boolean indexOf/x:int add/x:boolean add/ix
      addAll/l:boolean remove/i remove/x set/ix clear containsAll/l:boolean lastIndexOf/x:int equals/x:boolean
      hashCode:int toString:string iterator:iterator subList/ii:list`),
    rare: methods('addAll/il:boolean removeAll/l:boolean retainAll/l:boolean'),
  },
  map: {
    usual: methods(`size:int isEmpty:boolean get/k get/k containsKey/k:boolean containsValue/x:boolean put/kx putAll/m
      remove/k keySet:list values:list entrySet:list getOrDefault/kx equals/x:boolean toString:string`),
    rare: methods('putIfAbsent/kx replace/kx clear hashCode:int remove/kx:boolean'),
  },
  number: {
    usual: methods('intValue:int longValue:int doubleValue:number toString:string equals/x:boolean compareTo/n:int'),
    rare: methods(`hashCode:int floatValue shortValue byteValue parseInt/s:int valueOf/s:number valueOf/i:number
      isNaN:boolean isInfinite:boolean toString/n:string max/nn:number min/nn:number sum/nn:number compare/nn:int
      signum/n:int toHexString/n:string toBinaryString/n:string parseLong/s parseDouble/s`),
  },
  boolean: {
    usual: methods('booleanValue:boolean toString:string equals/x:boolean compareTo/b:int'),
    rare: methods('hashCode:int parseBoolean/s:boolean valueOf/s:boolean'),
  },
  entry: {
    usual: methods('getKey:string getValue setValue/x toString:string'),
    rare: methods('equals/x:boolean hashCode:int'),
  },
  iterator: { usual: methods('hasNext:boolean next'), rare: methods('remove') },
  none: {
    usual: methods('nope nope/x length/i get size/x toString/x join/s getIndex hasNext'),
    rare: methods('valueOf toString equals append/x'),
  },
}

export const KINDS = ['string', 'string', 'list', 'map', 'number', 'boolean', 'entry', 'none'] as const
